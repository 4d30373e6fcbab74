/// The API server: flags, wiring, and the order in which things start and end.
package dev.coxswain.apiserver;
