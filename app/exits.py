"""The exit codes of the command line, and what each command says of them."""

EXIT_UNREADABLE = 1
EXIT_WRONG_USE = 2
EXIT_BROKEN_EVIDENCE = 3
EXIT_NOT_SWAPPED = 4
EPILOG = (
    "Exit codes: 0 done (in --jsonl also where single lines could not be judged; each says why) · "
    "1 what the command needs could not be read, reached or written, or `lint` found mistakes · "
    "2 wrong use of the command or a wrong setting · "
    "3 the evidence base is broken and nothing was started or swapped · 4 a worker still serves other evidence."
)
