/// API objects as bytes: the JSON and YAML that people see, and Kubernetes' protobuf.
///
/// What a field looks like is decided once per message type, in [MessagePlan]; readers and writers
/// follow that plan. Nothing here applies defaults or validates values.
package dev.coxswain.apimachinery.codec;
