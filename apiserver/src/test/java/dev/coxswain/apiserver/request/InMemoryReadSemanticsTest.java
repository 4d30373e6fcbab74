package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;

class InMemoryReadSemanticsTest extends ReadSemanticsContract {
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
