/// The seam to a cloud: what controllers ask of it. Knows no controller, and no particular cloud.
package dev.coxswain.cloudcontrollermanager.provider;
