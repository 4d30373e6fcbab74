package dev.coxswain.client;

import com.google.protobuf.Message;

/// Where an informer's objects come from.
public interface ListerWatcher<M extends Message> {
  ListResult<M> list(ListQuery query);

  Watch<M> watch(ListQuery query);

  static <M extends Message> ListerWatcher<M> of(ApiClient client, Class<M> type) {
    return new ListerWatcher<>() {
      @Override
      public ListResult<M> list(ListQuery query) {
        return client.list(type, query);
      }

      @Override
      public Watch<M> watch(ListQuery query) {
        return client.watch(type, query);
      }
    };
  }
}
