/// The storage port in memory, for tests and simulation. It passes the contract test of the real
/// one.
package dev.coxswain.apiserver.storage.memory;
