package dev.coxswain.kubelet.cluster;

import com.google.protobuf.Message;
import dev.coxswain.client.EventRecorder;

/// Events through the client's recorder.
public final class ApiEvents implements Events {
  private final EventRecorder recorder;

  public ApiEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void record(Message object, String fieldPath, Type type, String reason, String message) {
    var about = EventRecorder.reference(object).toBuilder().setFieldPath(fieldPath).build();
    recorder.event(about, type.word(), reason, message);
  }
}
