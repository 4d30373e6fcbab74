/// Processes in containers, over WebSocket: what is typed goes there, what they print comes here.
package dev.coxswain.kubectl.stream;
