#!/bin/sh
# Answers /cgi-bin/slow?N after N seconds (2 by default): a request in flight while its pod ends.
sleep "${QUERY_STRING:-2}"
exec /www/cgi-bin/index.cgi
