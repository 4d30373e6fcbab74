/// What is particular to each resource: its defaults, its rules, what an update may change, its
/// subresources and its table.
///
/// A strategy decides and never acts: it sees objects and hands back objects, errors and cells.
/// Storing them, naming them, and keeping `uid`, `resourceVersion`, `creationTimestamp` and
/// `managedFields` is the request pipeline's part.
package dev.coxswain.apiserver.registry;
