"""The workbook from the command line: batch, serving, demo, doctor."""
