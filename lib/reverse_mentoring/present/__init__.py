"""Results as pages, pictures, documents, spreadsheets and calendars."""
