/// The threads that move bytes, and the clockwork of whatever may take too long.
package dev.coxswain.apiserver.loops;
