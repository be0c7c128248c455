"""`threering import mail`: files to tickets. Finds, sorts by time, reads on all cores, tells."""
