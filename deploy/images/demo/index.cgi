#!/bin/sh
# Answers / with a line that tells the pods and versions behind a service apart.
read -r host </proc/sys/kernel/hostname
read -r version </version
printf 'Content-Type: text/plain\r\n\r\ndemo %s on %s\n' "$version" "$host"
