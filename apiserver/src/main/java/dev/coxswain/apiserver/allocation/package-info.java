/// Gives services their cluster addresses and node ports, each to one service only, however many
/// API servers there are.
///
/// An address is taken by creating the IPAddress object of its name; ports are bits in one value
/// that is replaced only as it was read. Both are taken before a service is stored and given back
/// if it is not; what a crash leaves behind, `AllocationRepair` finds.
package dev.coxswain.apiserver.allocation;
