package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ExecAction;
import dev.coxswain.api.core.v1.HTTPGetAction;
import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what probes and lifecycle hooks do alike.
final class HandlerValidation {
  private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");

  private HandlerValidation() {}

  static void checkExec(ExecAction exec, FieldPath path, Problems problems) {
    if (exec.getCommandCount() == 0) {
      problems.required(path.child("command"));
    }
  }

  static void checkHttpGet(HTTPGetAction get, FieldPath path, Problems problems) {
    if (get.getPath().isEmpty()) {
      problems.required(path.child("path"));
    }
    checkPort(get.getPort(), path.child("port"), problems);
    problems.oneOf(path.child("scheme"), get.getScheme(), SCHEMES);
    for (var header : get.getHttpHeadersList()) {
      problems.invalid(
          path.child("httpHeaders"), header.getName(), Names.isHttpHeaderName(header.getName()));
    }
  }

  /// A number, or the name of a container's port.
  static void checkPort(IntOrString port, FieldPath path, Problems problems) {
    if (IntOrStrings.isText(port)) {
      problems.invalid(path, port.getStrVal(), Names.isValidPortName(port.getStrVal()));
    } else {
      problems.invalid(path, port.getIntVal(), Numbers.isValidPort(port.getIntVal()));
    }
  }
}
