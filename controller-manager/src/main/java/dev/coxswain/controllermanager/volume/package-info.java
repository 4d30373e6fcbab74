/// Persistent volumes: which claim gets which, what becomes of them afterwards, and who may not be
/// deleted while in use. Touches no storage itself; what must be done on a node is done by pods.
package dev.coxswain.controllermanager.volume;
