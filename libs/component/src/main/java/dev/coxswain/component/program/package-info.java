/// Being a program of control loops: its connection to the API server, what it serves, and that
/// only one instance of it works. Knows no loop, and is the one part of components that knows the
/// client.
package dev.coxswain.component.program;
