@echo off
rem Starts Periplus with the Java of JAVA_HOME, else the one on the path; 17 or later. Live capture needs Npcap.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xshare:auto %PERIPLUS_JAVA_OPTIONS% -jar "%~dp0periplus.jar" %*
exit /b %ERRORLEVEL%
