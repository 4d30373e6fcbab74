/// Where objects are kept: keys and values exactly as upstream lays them out in etcd, and what
/// reads and watches of them look like to the rest of the server.
///
/// [Storage] is the narrow port (`etcd` and `memory` implement it), `cache` answers reads and
/// watches from memory. Nothing here knows users, admission or validation.
package dev.coxswain.apiserver.storage;
