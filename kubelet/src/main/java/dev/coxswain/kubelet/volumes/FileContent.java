package dev.coxswain.kubelet.volumes;

import java.util.Arrays;
import java.util.OptionalInt;

/// What one file of a volume holds.
///
/// @param mode its permission bits
/// @param owner a user's number; empty for our own
record FileContent(byte[] bytes, int mode, OptionalInt owner) {

  @Override
  public boolean equals(Object other) {
    return other instanceof FileContent(byte[] theirs, int theirMode, var theirOwner)
        && mode == theirMode
        && owner.equals(theirOwner)
        && Arrays.equals(bytes, theirs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(bytes) + mode) + owner.hashCode();
  }
}
