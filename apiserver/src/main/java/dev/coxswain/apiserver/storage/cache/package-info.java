/// The whole store in memory, kept up to date by one watch, for everything that reads.
///
/// Because the one watch covers every key, each revision of the store shows up in it; so "has the
/// cache seen revision N?" needs no progress notification, whose order early etcd versions get
/// wrong. Watchers hold a position in a shared ring of events and pull from it: a slow one falls
/// out of the ring and is closed, and nobody waits for it.
package dev.coxswain.apiserver.storage.cache;
