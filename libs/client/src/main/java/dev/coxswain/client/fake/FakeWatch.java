package dev.coxswain.client.fake;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.Watch;
import dev.coxswain.client.WatchEvent;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/// What one watcher has not read yet.
final class FakeWatch implements Watch<Message> {
  private sealed interface Item {
    record Change(WatchEvent<Message> event) implements Item {}

    record End(Optional<ApiException> why) implements Item {}
  }

  private final Predicate<Message> selected;
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private Optional<WatchEvent<Message>> next = Optional.empty();
  private boolean ended;

  FakeWatch(Predicate<Message> selected) {
    this.selected = selected;
  }

  void offer(FakeStore.Change change) {
    boolean before = change.before().filter(selected).isPresent();
    boolean after = change.after().filter(selected).isPresent();
    if (after) {
      var type = before ? WatchEvent.Type.MODIFIED : WatchEvent.Type.ADDED;
      send(type, change.after().orElseThrow());
    } else if (before) {
      send(WatchEvent.Type.DELETED, change.last());
    }
  }

  void send(WatchEvent.Type type, Message object) {
    items.add(new Item.Change(new WatchEvent<>(type, object)));
  }

  void end(Optional<ApiException> why) {
    items.add(new Item.End(why));
  }

  @Override
  public boolean hasNext() {
    try {
      while (next.isEmpty() && !ended) {
        accept(items.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    return next.isPresent();
  }

  @Override
  public WatchEvent<Message> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the watch has ended");
    }
    var event = next.orElseThrow();
    next = Optional.empty();
    return event;
  }

  @Override
  public Optional<WatchEvent<Message>> poll() {
    if (next.isEmpty() && !ended) {
      Optional.ofNullable(items.poll()).ifPresent(this::accept);
    }
    var event = next;
    next = Optional.empty();
    return event;
  }

  @Override
  public boolean ended() {
    return ended && next.isEmpty();
  }

  @Override
  public void close() {
    end(Optional.empty());
  }

  private void accept(Item item) {
    switch (item) {
      case Item.Change(var event) -> next = Optional.of(event);
      case Item.End(var why) -> {
        ended = true;
        why.ifPresent(e -> {
          throw e;
        });
      }
    }
  }
}
