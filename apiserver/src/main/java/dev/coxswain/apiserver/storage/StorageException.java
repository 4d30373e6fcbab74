package dev.coxswain.apiserver.storage;

/// The store did not do what it was asked.
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The revision asked for is no longer kept.
  public static final class Compacted extends StorageException {
    private static final long serialVersionUID = 1L;

    public Compacted(String message) {
      super(message, null);
    }
  }

  /// The store did not answer in time; whether a write was done is unknown.
  public static final class Unknown extends StorageException {
    private static final long serialVersionUID = 1L;

    public Unknown(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
