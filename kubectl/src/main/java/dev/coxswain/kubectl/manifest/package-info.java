/// Objects from files, folders and standard input.
package dev.coxswain.kubectl.manifest;
