package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.BodyStream;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.watch.WatchSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of the answer to a watch. Events that come together leave together.
final class WatchBody implements WatchSink {
  private static final int BATCH_BYTES = 64 * 1024;

  private final WatchFormat format;
  private final BodyStream to;
  private final boolean oneByOne;
  private final List<byte[]> batch = new ArrayList<>();
  private int batchBytes;

  /// @param oneByOne whether each event is sent by itself, for bodies that are messages
  WatchBody(WatchFormat format, BodyStream to, boolean oneByOne) {
    this.format = format;
    this.to = to;
    this.oneByOne = oneByOne;
  }

  @Override
  public boolean isWritable() {
    return to.isWritable();
  }

  @Override
  public void add(WatchItem item) {
    var frame = format.frame(item);
    batch.add(frame);
    batchBytes += frame.length;
    if (oneByOne || batchBytes >= BATCH_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (!batch.isEmpty()) {
      to.offer(batch.size() == 1 ? batch.getFirst() : Bytes.concat(batch));
      batch.clear();
      batchBytes = 0;
    }
  }

  @Override
  public void end(Optional<RuntimeException> failure) {
    to.close();
  }
}
