package dev.coxswain.kubelet.volumes;

import java.util.Arrays;

/// What one file of a volume holds.
///
/// @param mode its permission bits
record FileContent(byte[] bytes, int mode) {

  @Override
  public boolean equals(Object other) {
    return other instanceof FileContent(byte[] theirs, int theirMode)
        && mode == theirMode
        && Arrays.equals(bytes, theirs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + mode;
  }
}
