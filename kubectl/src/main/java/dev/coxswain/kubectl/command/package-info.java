/// The commands, one class each: read the words, ask the server, print.
package dev.coxswain.kubectl.command;
