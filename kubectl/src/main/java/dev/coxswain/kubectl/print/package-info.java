/// How objects look on a terminal: tables, names, YAML, JSON. Pure.
package dev.coxswain.kubectl.print;
