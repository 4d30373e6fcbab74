/// The provider for plain machines in one network segment: an inventory file instead of a cloud's
/// API, routes and load balancer addresses that the hosts take care of themselves.
///
/// It writes what hosts should do into annotations of nodes and never touches a host.
package dev.coxswain.cloudcontrollermanager.vm;
