#!/bin/sh
# Answers /cgi-bin/client with the address that the request came from: shows session affinity and masquerading.
printf 'Content-Type: text/plain\r\n\r\n%s\n' "$REMOTE_ADDR"
