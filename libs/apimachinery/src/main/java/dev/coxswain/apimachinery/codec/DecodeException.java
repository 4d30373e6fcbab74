package dev.coxswain.apimachinery.codec;

/// The bytes are not such an object. The message is worded as upstream words it.
public final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DecodeException(String message) {
    super(message);
  }

  public DecodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
