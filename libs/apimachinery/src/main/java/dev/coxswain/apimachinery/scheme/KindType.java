package dev.coxswain.apimachinery.scheme;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;

/// A kind and the message that holds its objects; `prototype` is the empty object.
public record KindType(GroupVersionKind gvk, Message prototype) {

  public Descriptor descriptor() {
    return prototype.getDescriptorForType();
  }

  public String apiVersion() {
    return gvk.apiVersion();
  }

  public String kind() {
    return gvk.kind();
  }
}
