package dev.coxswain.apimachinery.openapi;

import java.util.List;

/// An address and what can be done there.
record Path(String path, List<Parameter> parameters, List<Operation> operations) {}
