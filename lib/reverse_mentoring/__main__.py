"""The command line: reverse-mentoring, also python -m reverse_mentoring."""

from reverse_mentoring.run.commands import main

if __name__ == "__main__":
    main()
