/// An apiserver in memory for tests of whoever calls one. It keeps versions, conflicts, names,
/// finalizers and watches as the real one does; it validates and defaults nothing.
package dev.coxswain.client.fake;
