# The version in pom.xml. The first element of that name is the project's own.
builtins.elemAt (builtins.split "</?version>" (builtins.readFile ../../pom.xml)) 2
