"""The four steps on screen: controls, choices, views."""
