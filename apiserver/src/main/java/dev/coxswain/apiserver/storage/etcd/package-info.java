/// The storage port on etcd 3.4 and newer.
///
/// It speaks through the stubs that jetcd generates from etcd's own protocol, on one channel over
/// all endpoints: every call ends at its deadline for certain (a client that keeps a timed-out
/// write queued would carry it out later), and watches resume at the revision that we delivered
/// last. No write is ever repeated.
package dev.coxswain.apiserver.storage.etcd;
