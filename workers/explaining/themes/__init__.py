"""The kinds of failure by theme; each module holds its kinds, the rules that recognise them, and their answers."""
