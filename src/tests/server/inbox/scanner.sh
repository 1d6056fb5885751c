#!/bin/sh
# A scanner of files for the tests: it refuses a file that names itself a virus.
! grep -q EICAR "$1"
