"""A second program for step 2: looks at a proof without sharing code with what made it."""
