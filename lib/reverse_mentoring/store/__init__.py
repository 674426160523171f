"""What lies on disk: spreadsheets coming in, the vault, the programme folder."""
