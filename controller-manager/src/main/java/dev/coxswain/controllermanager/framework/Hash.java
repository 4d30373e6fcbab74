package dev.coxswain.controllermanager.framework;

/// Short texts that tell contents apart, fit for names and labels. Pure.
public final class Hash {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;
  // No vowels, and no digits that look like them: no words come out by accident.
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Hash() {}

  /// FNV-1a in 32 bits, in letters.
  ///
  /// @param collisions how often the text of this content was in use for another already
  public static String of(byte[] content, int collisions) {
    int hash = fnv(FNV_OFFSET, content);
    if (collisions > 0) {
      hash = fnv(hash, new byte[] {(byte) collisions, (byte) (collisions >> Byte.SIZE)});
    }
    var text = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      text.append(ALPHABET.charAt(digit % ALPHABET.length()));
    }
    return text.toString();
  }

  private static int fnv(int hash, byte[] bytes) {
    int result = hash;
    for (byte b : bytes) {
      result = (result ^ (b & 0xff)) * FNV_PRIME;
    }
    return result;
  }
}
