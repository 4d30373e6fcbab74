/// Which kinds exist and under which resources they are served, read from the protobuf descriptors.
///
/// Nothing here knows any kind by name, except for the few that belong to every API group.
package dev.coxswain.apimachinery.scheme;
