package dev.coxswain.apiserver.storage.memory;

import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageContract;

class InMemoryStorageTest extends StorageContract {
  private final InMemoryStorage storage = new InMemoryStorage();

  @Override
  protected Storage storage() {
    return storage;
  }

  @Override
  protected void compact(long revision) {
    storage.compact(revision);
  }
}
