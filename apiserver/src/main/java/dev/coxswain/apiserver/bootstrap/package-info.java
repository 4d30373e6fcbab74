/// What a cluster has before anybody creates anything: namespaces, roles, priorities, and the
/// service by which pods find the API server. Every API server sees to it when it starts, and keeps
/// its own address among the service's endpoints.
package dev.coxswain.apiserver.bootstrap;
