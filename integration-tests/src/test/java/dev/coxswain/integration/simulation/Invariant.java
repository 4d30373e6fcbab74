package dev.coxswain.integration.simulation;

/// Something that must hold after every write.
interface Invariant {

  /// Looks at a write that is in the ledger already.
  ///
  /// @throws InvariantBroken if it should not have happened
  void check(ObjectChange change, Ledger ledger);
}
