package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import org.junit.jupiter.api.Nested;

class InMemoryReadSemanticsTest {
  @Nested
  class Lists extends ListSemanticsContract {
    private final Memory store = new Memory();

    @Override
    Store store() {
      return store;
    }
  }

  @Nested
  class Watches extends WatchSemanticsContract {
    private final Memory store = new Memory();

    @Override
    Store store() {
      return store;
    }
  }

  private static final class Memory implements ReadScene.Store {
    private final InMemoryStorage storage = new InMemoryStorage();

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public void compact(long revision) {
      storage.compact(revision);
    }
  }
}
