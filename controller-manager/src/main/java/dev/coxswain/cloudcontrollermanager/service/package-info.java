/// Services of type LoadBalancer: each gets a balancer of the cloud's, and loses it again.
package dev.coxswain.cloudcontrollermanager.service;
